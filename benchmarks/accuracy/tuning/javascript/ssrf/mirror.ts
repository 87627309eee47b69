import { NextRequest, NextResponse } from 'next/server';

export async function GET(request: NextRequest) {
  const url = request.nextUrl.searchParams.get('url');
  const answer = await fetch(url!);
  return new NextResponse(await answer.text());
}
