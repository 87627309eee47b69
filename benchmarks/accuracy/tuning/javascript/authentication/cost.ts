import { Body, Controller, Param, Put, UseGuards } from '@nestjs/common';
import { JwtAuthGuard } from './jwt-auth.guard';
import { ProductsService } from './products.service';

@UseGuards(JwtAuthGuard)
@Controller('products')
export class CostsController {
  constructor(private readonly products: ProductsService) {}

  @Put(':id/cost')
  async change(@Param('id') id: string, @Body('cost') cost: number) {
    return this.products.update(id, { cost });
  }
}
