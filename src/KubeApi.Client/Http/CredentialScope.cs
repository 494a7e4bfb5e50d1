using KubeApi.Client.Configuration;

namespace KubeApi.Client.Http;

/// <summary>The addresses to which credentials and impersonation may be sent: never over plain http, and only to the session's own host.</summary>
internal static class CredentialScope
{
    public static bool Contains(Uri server, Uri address) =>
        ServerUri.IsSecure(address)
        && Uri.Compare(server, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
