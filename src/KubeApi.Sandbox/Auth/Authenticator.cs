using System.Security.Cryptography.X509Certificates;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Store;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Auth;

/// <summary>Finds out who asks: by client certificate, by token, or nobody. Credentials that are wrong are refused, not ignored.</summary>
internal sealed class Authenticator(Cluster cluster)
{
    private const string Scheme = "Bearer ";
    private const string OrganizationOid = "2.5.4.10";

    private static readonly User s_admin = new("admin", "admin-uid", [User.Masters, User.Authenticated]);
    private static readonly User s_viewer = new("viewer", "viewer-uid", [User.Authenticated]);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Api().User = context.Request.IsHttps ? Identify(context) : ThroughProxy(context);
        await next(context);
    }

    /// <summary>Whom a token stands for; null for nobody.</summary>
    public User? ByToken(string token)
    {
        if (token == cluster.AdminToken)
        {
            return s_admin;
        }

        return token == cluster.ViewerToken ? s_viewer : ByServiceAccountToken(token);
    }

    private User Identify(HttpContext context)
    {
        if (context.Connection.ClientCertificate is { } certificate)
        {
            return cluster.Authority.Trusts(certificate) ? ByCertificate(certificate) : throw StatusAnswers.Unauthorized();
        }

        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ByToken(header[Scheme.Length..].Trim()) ?? throw StatusAnswers.Unauthorized();
        }

        // Another scheme is not a bad credential to a real server, it is none.
        return User.Anonymous;
    }

    // The plain port brings the admin's credentials itself. Like kubectl proxy it answers to local names only,
    // or any web page could reach it under a name that resolves to the loopback address.
    private static User ThroughProxy(HttpContext context) =>
        context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" ? s_admin : throw StatusAnswers.Unauthorized();

    private static User ByCertificate(X509Certificate2 certificate)
    {
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false)
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganizationOid)
            .Select(part => part.GetSingleElementValue()!);
        return new User(certificate.GetNameInfo(X509NameType.SimpleName, false), "", [.. groups, User.Authenticated]);
    }

    // The account must still exist, and be the same one: a token dies with its account.
    private User? ByServiceAccountToken(string token)
    {
        if (cluster.Tokens.Verify(token) is not { } claims
            || claims["kubernetes.io"] is not System.Text.Json.Nodes.JsonObject kubernetes
            || kubernetes.StringAt("namespace") is not { } @namespace
            || kubernetes.StringAt("serviceaccount.name") is not { } name
            || cluster.Store.Get(cluster.Catalog.ServiceAccounts, @namespace, name) is not StoredObject account
            || account.Uid != kubernetes.StringAt("serviceaccount.uid"))
        {
            return null;
        }

        return new User(
            $"system:serviceaccount:{@namespace}:{name}",
            account.Uid,
            ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", User.Authenticated])
        {
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["authentication.kubernetes.io/credential-id"] = [$"JTI={claims.StringAt("jti")}"],
            },
        };
    }
}
