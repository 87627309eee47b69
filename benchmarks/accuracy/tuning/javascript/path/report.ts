import { createReadStream } from 'fs';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';

@Controller('reports')
export class ReportsController {
  @Get()
  read(@Query('name') name: string): StreamableFile {
    return new StreamableFile(createReadStream('/srv/reports/' + name));
  }
}
