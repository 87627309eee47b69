import json

import pika


def on_message(channel, method, properties, body):
    order = json.loads(body)
    print("order", order["id"])
    channel.basic_ack(delivery_tag=method.delivery_tag)


def main():
    connection = pika.BlockingConnection(pika.ConnectionParameters("mq.example.org"))
    channel = connection.channel()
    channel.basic_consume(queue="orders", on_message_callback=on_message)
    channel.start_consuming()
