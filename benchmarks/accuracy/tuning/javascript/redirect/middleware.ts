import { NextRequest, NextResponse } from 'next/server';

export function middleware(request: NextRequest): NextResponse {
  const { searchParams } = request.nextUrl;
  const target = searchParams.get('continue');
  if (target === null) {
    return NextResponse.next();
  }
  return NextResponse.redirect(new URL(target, request.url));
}

export const config = { matcher: '/continue' };
