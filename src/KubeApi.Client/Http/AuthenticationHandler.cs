using System.Net;
using KubeApi.Client.Authentication;

namespace KubeApi.Client.Http;

/// <summary>Adds the credential, to requests for the session's own server only; renews it once when it is refused.</summary>
internal sealed class AuthenticationHandler(ICredential credential, Uri server, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!CredentialScope.Holds(server, request.RequestUri!))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var authorization = await AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !await credential.RenewAsync(authorization, cancellationToken).ConfigureAwait(false))
        {
            return response;
        }

        // Bodies are in memory, so the request can be sent again as it was.
        response.Dispose();
        await AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string?> AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var authorization = await credential.GetAuthorizationAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.Remove("Authorization");
        if (authorization is not null)
        {
            // Without validation: the validating form quotes the value in its exception. The credential checked it.
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return authorization;
    }
}
