import fs from 'node:fs/promises';
import path from 'node:path';
import { NextRequest, NextResponse } from 'next/server';

const ROOT = path.resolve('uploads');

export async function DELETE(request: NextRequest): Promise<NextResponse> {
  const name = request.nextUrl.searchParams.get('name') ?? '';
  const target = path.resolve(ROOT, name);
  await fs.rm(target, { force: true });
  return NextResponse.json({ removed: name });
}
