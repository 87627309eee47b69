import { Controller, Get, Query } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Book } from './book.entity';

@Controller('books')
export class BooksController {
  constructor(@InjectRepository(Book) private readonly books: Repository<Book>) {}

  @Get()
  async list(@Query('sort') sort: string, @Query('page') page: string) {
    const offset = Number(page) * 20;
    return this.books.query(`SELECT id, title FROM book ORDER BY ${sort} LIMIT 20 OFFSET ${offset}`);
  }
}
