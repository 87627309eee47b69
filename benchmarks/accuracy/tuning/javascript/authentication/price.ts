import { Body, Controller, Get, Param, Put, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from './jwt-auth.guard';
import { ProductsService } from './products.service';

@Controller('products')
export class ProductsController {
  constructor(private readonly products: ProductsService) {}

  @UseGuards(JwtAuthGuard)
  @Get('mine')
  mine() {
    return this.products.mine();
  }

  @Put(':id/price')
  async change(@Param('id') id: string, @Body('price') price: number) {
    return this.products.update(id, { price });
  }
}
