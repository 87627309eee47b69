import { NextRequest, NextResponse } from 'next/server';

const BASE = 'https://api.example.org';

export async function POST(request: NextRequest): Promise<NextResponse> {
  const body = await request.json();
  const answer = await fetch(new URL(body.path, BASE));
  return NextResponse.json(await answer.json());
}
