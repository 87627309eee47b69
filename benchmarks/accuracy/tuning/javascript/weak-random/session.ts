import { Request, Response, NextFunction } from 'express';

export function openSession(req: Request, res: Response, next: NextFunction) {
  const sessionId = Math.random().toString(36).slice(2);
  res.cookie('session', sessionId, { httpOnly: true, secure: true });
  next();
}
