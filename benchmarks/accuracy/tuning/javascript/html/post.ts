import { Controller, Get, Query } from '@nestjs/common';

@Controller('post')
export class PostController {
  @Get()
  show(@Query('to') to: string) {
    return { sent: to };
  }
}
