import { spawn } from 'node:child_process';
import { Body, Controller, ParseIntPipe, Post } from '@nestjs/common';

@Controller('pictures')
export class RotationController {
  @Post('rotate')
  rotate(@Body('angle', ParseIntPipe) angle: number): void {
    spawn('convert', ['in.png', '-rotate', `${angle}`, 'out.png']);
  }
}
