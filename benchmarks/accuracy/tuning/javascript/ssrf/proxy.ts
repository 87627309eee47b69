import { NextRequest, NextResponse } from 'next/server';

const BASE = 'https://api.example.org';

export async function POST(request: NextRequest): Promise<NextResponse> {
  const body = await request.json();
  const answer = await fetch(new URL('/v1/items', BASE), { method: 'POST', body: JSON.stringify(body) });
  return NextResponse.json(await answer.json());
}
