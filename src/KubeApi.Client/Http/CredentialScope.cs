namespace KubeApi.Client.Http;

/// <summary>Where a credential, and what says whom a request acts as, may go: never in clear text, never to another host than the session's.</summary>
internal static class CredentialScope
{
    public static bool Contains(Uri server, Uri address) =>
        address.Scheme == Uri.UriSchemeHttps
        && Uri.Compare(server, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
