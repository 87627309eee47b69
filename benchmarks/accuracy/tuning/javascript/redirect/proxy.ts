import { NextRequest, NextResponse } from 'next/server';

export function middleware(request: NextRequest): NextResponse {
  const { searchParams } = request.nextUrl;
  const target = searchParams.get('continue');
  if (target === null) {
    return NextResponse.next();
  }
  const url = new URL(target, request.url);
  if (url.origin !== request.nextUrl.origin) {
    return NextResponse.redirect(new URL('/', request.url));
  }
  return NextResponse.redirect(url);
}

export const config = { matcher: '/continue' };
