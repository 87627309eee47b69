import { spawn } from 'node:child_process';
import { Body, Controller, Post } from '@nestjs/common';

class ResizeDto {
  file: string;
  size: string;
}

@Controller('pictures')
export class PicturesController {
  @Post('resize')
  resize(@Body() dto: ResizeDto): void {
    spawn(`convert ${dto.file} -resize ${dto.size} out.png`, { shell: true });
  }
}
