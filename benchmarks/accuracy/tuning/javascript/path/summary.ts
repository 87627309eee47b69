import { createReadStream } from 'fs';
import { Controller, Get, Param, ParseUUIDPipe, StreamableFile } from '@nestjs/common';

@Controller('summaries')
export class SummariesController {
  @Get(':id')
  read(@Param('id', new ParseUUIDPipe()) id: string): StreamableFile {
    return new StreamableFile(createReadStream('/srv/summaries/' + id + '.pdf'));
  }
}
