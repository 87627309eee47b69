import { Controller, Get, Header, Query } from '@nestjs/common';

@Controller('mail')
export class MailController {
  @Get()
  @Header('Content-Type', 'text/html')
  show(@Query('to') to: string): string {
    return `<p>Sent to ${to}</p>`;
  }
}
