import { NextRequest, NextResponse } from 'next/server';

export async function GET(request: NextRequest) {
  const q = request.nextUrl.searchParams.get('q') ?? '';
  const answer = await fetch('https://api.example/search?' + new URLSearchParams({ q }));
  return NextResponse.json(await answer.json());
}
