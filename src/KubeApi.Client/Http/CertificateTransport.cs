using KubeApi.Client.Authentication;

namespace KubeApi.Client.Http;

/// <summary>
/// Sends each request over connections with its client certificate. A new certificate gets a new transport; the old transport is disposed after its last
/// response was read to the end.
/// </summary>
internal sealed class CertificateTransport(Func<ClientCertificate?, HttpMessageHandler> create) : HttpMessageHandler
{
    private readonly object _lock = new();
    private Transport? _current;
    private bool _isDisposed;

    // The count of its requests, plus one while it is the current one.
    private sealed class Transport(ClientCertificate? certificate, HttpMessageHandler handler)
    {
        public ClientCertificate? Certificate => certificate;

        public HttpMessageInvoker Invoker { get; } = new(handler);

        public int Users { get; set; } = 1;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var transport = Enter(request.GetClientCertificate());
        try
        {
            return await transport.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(transport);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                _isDisposed = true;
                Leave(_current);
                _current = null;
            }
        }

        base.Dispose(disposing);
    }

    private Transport Enter(ClientCertificate? certificate)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_current is null || !ReferenceEquals(_current.Certificate, certificate))
            {
                var next = new Transport(certificate, create(certificate));
                Leave(_current);
                _current = next;
            }

            _current.Users++;
            return _current;
        }
    }

    private void Leave(Transport? transport)
    {
        lock (_lock)
        {
            if (transport is not null && --transport.Users == 0)
            {
                transport.Invoker.Dispose();
            }
        }
    }
}
