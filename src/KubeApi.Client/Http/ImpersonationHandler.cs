using System.Net;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>Says whom the requests act as, where the credential may go too; elsewhere nothing is sent, since it would act as somebody else.</summary>
internal sealed class ImpersonationHandler(Impersonation? impersonation, Uri server, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // What the request itself says goes first, as in client-go.
        if (impersonation is not null && !request.Headers.NonValidated.Contains("Impersonate-User"))
        {
            if (!CredentialScope.Contains(server, request.RequestUri!))
            {
                throw request.Failed(new KubeApiException(
                    FailureKind.CredentialUnavailable,
                    $"Cannot send the impersonation of '{impersonation}' to another address: it goes only to {server}, over https."));
            }

            Add(request, impersonation);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static void Add(HttpRequestMessage request, Impersonation impersonation)
    {
        foreach (var (name, values) in impersonation.Headers())
        {
            // .NET joins several values with commas, and the API server reads that as one group (kubernetes/kubernetes#94683). Each needs a
            // line of its own, which HTTP/1.1 takes as part of the value; that no value holds one, Impersonation.Check saw to.
            request.Headers.TryAddWithoutValidation(name, string.Join($"\r\n{name}: ", values));
            if (values.Count > 1)
            {
                request.Version = HttpVersion.Version11;
                request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            }
        }
    }
}
