import { randomUUID } from 'crypto';
import { Request, Response, NextFunction } from 'express';

export function openVisit(req: Request, res: Response, next: NextFunction) {
  const sessionId = randomUUID();
  res.cookie('session', sessionId, { httpOnly: true, secure: true });
  next();
}
