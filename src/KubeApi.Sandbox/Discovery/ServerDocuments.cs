using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Discovery;

/// <summary>The documents of the server itself: paths, version, health, token issuer.</summary>
internal sealed class ServerDocuments(ResourceCatalog catalog, TokenIssuer tokens) : IDocument
{
    private static readonly string[] s_otherPaths =
    [
        "/.well-known/openid-configuration", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/openid/v1/jwks", "/version"
    ];


    // The names of the checks of each health path.
    private readonly Lazy<IReadOnlyDictionary<string, IReadOnlyList<string>>> _checks = new(() =>
        Recorded.Object("health.json").ToDictionary(
            entry => entry.Key, IReadOnlyList<string> (entry) => [.. entry.Value!.AsArray().Select(name => name!.GetValue<string>())]));

    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        var path = context.Request.Path.Value ?? "/";
        switch (path)
        {
            case "/":
                await IndentedAsync(context, Paths());
                return true;
            case "/version" or "/version/":
                await IndentedAsync(context, Recorded.Object("version.json"));
                return true;
            case "/.well-known/openid-configuration":
                context.Response.Headers.CacheControl = "public, max-age=3600";
                await ResponseWriter.BytesAsync(context, 200, "application/json", JsonText.ToBytes(OpenIdConfiguration(context)));
                return true;
            case "/openid/v1/jwks":
                context.Response.Headers.CacheControl = "public, max-age=3600";
                await ResponseWriter.BytesAsync(context, 200, "application/jwk-set+json", tokens.KeySet());
                return true;
            default:
                return await TryWriteHealthAsync(context, path);
        }
    }

    private async Task<bool> TryWriteHealthAsync(HttpContext context, string path)
    {
        var parts = path.Split('/', 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || _checks.Value.GetValueOrDefault(parts[0]) is not { } names)
        {
            return false;
        }

        if (parts.Length > 1)
        {
            var one = string.Join('/', parts[1..]);
            if (!names.Contains(one))
            {
                return false;
            }

            await ResponseWriter.TextAsync(context, 200, "ok");
            return true;
        }

        if (!context.Request.Query.ContainsKey("verbose"))
        {
            await ResponseWriter.TextAsync(context, 200, "ok");
            return true;
        }

        var excluded = context.Request.Query["exclude"];
        var text = new StringBuilder();
        foreach (var name in names)
        {
            text.Append("[+]").Append(name).Append(excluded.Contains(name) ? " excluded: ok\n" : " ok\n");
        }

        await ResponseWriter.TextAsync(context, 200, text.Append(parts[0]).Append(" check passed\n").ToString());
        return true;
    }

    // These are always indented, and end without a new line.
    private static Task IndentedAsync(HttpContext context, JsonObject document) =>
        ResponseWriter.BytesAsync(context, 200, "application/json", JsonText.Indent(JsonText.ToBytes(document)));

    private JsonObject Paths()
    {
        List<string> paths = [.. s_otherPaths, "/api", "/apis", "/apis/"];
        foreach (var (group, version) in catalog.GroupVersions)
        {
            paths.AddRange(group.Length == 0 ? [$"/api/{version}"] : [$"/apis/{group}", $"/apis/{group}/{version}"]);
        }

        foreach (var (check, names) in _checks.Value)
        {
            paths.Add("/" + check);
            paths.AddRange(names.Select(name => $"/{check}/{name}"));
        }

        return new JsonObject
        {
            ["paths"] = new JsonArray([.. paths.Distinct().Order(StringComparer.Ordinal).Select(path => JsonValue.Create(path))]),
        };
    }

    private static JsonObject OpenIdConfiguration(HttpContext context) => new()
    {
        ["issuer"] = TokenIssuer.Issuer,
        ["jwks_uri"] = $"https://{context.Request.Host.Value}/openid/v1/jwks",
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };
}
