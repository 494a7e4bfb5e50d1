using System.Net;
using KubeApi.Client.Authentication;

namespace KubeApi.Client.Http;

/// <summary>Adds the credential to requests for the session's own server only; renews it once when the server rejects it.</summary>
internal sealed class AuthenticationHandler(ICredential credential, Uri server, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!CredentialScope.Contains(server, request.RequestUri!))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var caller = request.GetObserver() as ICredentialCaller;
        var used = await AuthenticateAsync(request, caller, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !await RenewAsync(response, used, caller, cancellationToken).ConfigureAwait(false)
            || request.Content is ForwardedContent { IsConsumed: true })
        {
            return response;
        }

        // Other bodies are in memory, so the request can be sent again unchanged.
        response.Dispose();
        await AuthenticateAsync(request, caller, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    // The failure of a renewal says more than the 401.
    private async Task<bool> RenewAsync(HttpResponseMessage response, RequestCredential used, ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        try
        {
            return await credential.RenewAsync(used, caller, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<RequestCredential> AuthenticateAsync(HttpRequestMessage request, ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        var used = await credential.GetAsync(caller, cancellationToken).ConfigureAwait(false);
        request.Headers.Remove("Authorization");
        if (used.Authorization is not null)
        {
            // Without validation, because a validating Add quotes the value in its exception. The credential has validated it.
            request.Headers.TryAddWithoutValidation("Authorization", used.Authorization);
        }

        request.Options.Set(RequestOptions.ClientCertificate, used.Certificate);
        return used;
    }
}
