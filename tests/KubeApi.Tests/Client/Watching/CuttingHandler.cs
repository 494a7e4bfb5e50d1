namespace KubeApi.Tests.Client.Watching;

/// <summary>Cuts the body of each response after a random number of bytes, and breaks some requests at once; the first one is complete.</summary>
internal sealed class CuttingHandler(HttpMessageHandler inner, int seed) : DelegatingHandler(inner)
{
    private readonly Random _random = new(seed);
    private int _requests;

    /// <summary>Whether it cuts.</summary>
    public bool IsCutting { get; set; } = true;

    public int Cuts { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isCutting = IsCutting && ++_requests > 1;
        if (isCutting && _random.Next(10) == 0)
        {
            Cuts++;
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (isCutting)
        {
            var (content, stream) = (response.Content, await response.Content.ReadAsStreamAsync(cancellationToken));
            response.Content = new StreamContent(new CutStream(stream, _random.Next(8000), () => Cuts++));
            response.Content.Headers.ContentType = content.Headers.ContentType;
        }

        return response;
    }

    private sealed class CutStream(Stream inner, int left, Action cut) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left <= 0)
            {
                cut();
                throw new IOException("cut");
            }

            var read = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
            _left -= read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
