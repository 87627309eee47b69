import { Controller, Get, Query } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Author } from './author.entity';

const COLUMNS: Record<string, string> = { name: 'name', born: 'born_at' };

@Controller('authors')
export class AuthorsController {
  constructor(@InjectRepository(Author) private readonly authors: Repository<Author>) {}

  @Get()
  async list(@Query('sort') sort: string, @Query('page') page: string) {
    const column = COLUMNS[sort] ?? 'name';
    const offset = Number(page) * 20;
    return this.authors.query(`SELECT id, name FROM author ORDER BY ${column} LIMIT 20 OFFSET ${offset}`);
  }
}
