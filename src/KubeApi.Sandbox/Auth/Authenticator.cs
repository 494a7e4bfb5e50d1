using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Auth;

/// <summary>Authenticates requests: by client certificate, by token, or as anonymous. Invalid credentials are rejected, not ignored.</summary>
internal sealed class Authenticator(
    ObjectStore store, ResourceCatalog catalog, AccessTokens access, TokenIssuer tokens, CertificateAuthority authority)
{
    private const string Scheme = "Bearer ";
    private const string OrganizationOid = "2.5.4.10";

    private static readonly User s_admin = new("admin", "admin-uid", [User.Masters, User.Authenticated]);
    private static readonly string[] s_own = [TokenIssuer.Issuer];
    private static readonly User s_viewer = new("viewer", "viewer-uid", [User.Authenticated]);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Api().User = context.Request.IsHttps ? Identify(context) : ThroughProxy(context);
        await next(context);
    }

    /// <summary>The user of a token, and its matching audiences; null for an invalid token.</summary>
    public (User User, IReadOnlyList<string> Audiences)? ByToken(string token, IReadOnlyList<string> audiences)
    {
        var known = token == access.Admin ? s_admin : token == access.Viewer ? s_viewer : null;
        if (known is not null)
        {
            // Tokens for the server itself.
            return audiences.Contains(TokenIssuer.Issuer) ? (known, s_own) : null;
        }

        return tokens.Verify(token, audiences) is { } claims && ByClaims(claims) is { } user
            ? (user, [.. TokenIssuer.Audiences(claims).Intersect(audiences)])
            : null;
    }

    private User Identify(HttpContext context)
    {
        var certificate = context.Connection.ClientCertificate;
        if (certificate is not null && authority.Trusts(certificate))
        {
            return ByCertificate(certificate);
        }

        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ByToken(header[Scheme.Length..].Trim(), s_own)?.User ?? throw ApiErrors.Unauthorized();
        }

        // As in a real server, another scheme counts as no credential, but a bad certificate is an error.
        return certificate is null ? User.Anonymous : throw ApiErrors.Unauthorized();
    }

    // The plain port adds the admin's credentials. Like kubectl proxy, it accepts only local names; otherwise any web page could reach it by a name that
    // resolves to the loopback address.
    private static User ThroughProxy(HttpContext context) =>
        context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" ? s_admin : throw ApiErrors.Unauthorized();

    private static User ByCertificate(X509Certificate2 certificate)
    {
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false)
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationOid)
            .Select(part => part.GetSingleElementValue()!);
        return new User(certificate.GetNameInfo(X509NameType.SimpleName, false), "", [.. groups, User.Authenticated])
        {
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["authentication.kubernetes.io/credential-id"] = [$"X509SHA256={certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}"],
            },
        };
    }

    // The service account must still exist with the same uid: a token ends with its account, and with the object it is bound to.
    private User? ByClaims(JsonObject claims)
    {
        if (claims["kubernetes.io"] is not JsonObject kubernetes
            || kubernetes.StringAt("namespace") is not { } @namespace
            || kubernetes.StringAt("serviceaccount.name") is not { } name
            || store.Get(catalog.ServiceAccounts, @namespace, name) is not StoredObject account
            || account.Uid != kubernetes.StringAt("serviceaccount.uid"))
        {
            return null;
        }

        var extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["authentication.kubernetes.io/credential-id"] = [$"JTI={claims.StringAt("jti")}"],
        };
        foreach (var bound in TokenIssuer.Bindable(catalog))
        {
            if (kubernetes[bound.Kind.ToLowerInvariant()] is not JsonObject reference)
            {
                continue;
            }

            var (boundName, boundUid) = (reference.StringAt("name") ?? "", reference.StringAt("uid") ?? "");
            if (store.Get(bound, @namespace, boundName)?.Uid != boundUid)
            {
                return null;
            }

            if (bound.Kind != "Secret")
            {
                extra[$"authentication.kubernetes.io/{bound.Kind.ToLowerInvariant()}-name"] = [boundName];
                extra[$"authentication.kubernetes.io/{bound.Kind.ToLowerInvariant()}-uid"] = [boundUid];
            }
        }

        return new User(
            $"system:serviceaccount:{@namespace}:{name}",
            account.Uid,
            ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", User.Authenticated])
        {
            Extra = extra,
        };
    }
}
