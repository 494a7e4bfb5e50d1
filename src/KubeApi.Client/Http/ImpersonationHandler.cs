using System.Net;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// Adds the impersonation headers, for the request's own user or the session's, to requests for the session's own server. Other requests fail, because
/// without the headers they would act as another user.
/// </summary>
internal sealed class ImpersonationHandler(Impersonation? impersonation, Uri server, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The request's own headers have priority, as in client-go.
        var user = request.GetApiRequest()?.Impersonation ?? impersonation;
        if (user is not null && !request.Headers.NonValidated.Contains("Impersonate-User"))
        {
            if (!CredentialScope.Contains(server, request.RequestUri!))
            {
                throw request.Failed(new KubeApiException(
                    FailureKind.CredentialUnavailable,
                    $"Cannot send the impersonation of '{user}' to another address: it goes only to {server}, over https."));
            }

            Add(request, user);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static void Add(HttpRequestMessage request, Impersonation impersonation)
    {
        foreach (var (name, values) in impersonation.Headers())
        {
            // .NET joins several values with commas, which the API server reads as one group (kubernetes/kubernetes#94683). Each needs its own line, so line
            // breaks are part of the value; Impersonation.Check has excluded others.
            request.Headers.TryAddWithoutValidation(name, string.Join($"\r\n{name}: ", values));
            if (values.Count > 1)
            {
                request.Version = HttpVersion.Version11;
                request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            }
        }
    }
}
