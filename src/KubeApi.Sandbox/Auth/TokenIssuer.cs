using System.Buffers.Text;
using System.Security.Cryptography;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Auth;

/// <summary>Issues and verifies the tokens of service accounts: JWTs with RS256, as a real server's, with a key generated at start.</summary>
internal sealed class TokenIssuer(TimeProvider time) : IDisposable
{
    private static readonly string[] s_bindable = ["Pod", "Secret", "Node"];
    public const string Issuer = "https://kubernetes.default.svc";

    // Generated in the background, which takes a tenth of a second.
    private readonly Task<RSA> _key = Task.Run(() =>
    {
        var key = RSA.Create(2048);
        _ = key.ExportParameters(false);
        return key;
    });

    private RSA Key => _key.GetAwaiter().GetResult();

    /// <summary>The types that a token can be bound to; it ends with that object.</summary>
    public static IEnumerable<ResourceType> Bindable(ResourceCatalog catalog) => s_bindable.Select(kind => catalog.FindKind("v1", kind)!);

    public string Issue(StoredObject serviceAccount, IReadOnlyList<string> audiences, DateTimeOffset expires, JsonObject? boundTo = null)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var kubernetes = new JsonObject
        {
            ["namespace"] = serviceAccount.Namespace,
            ["serviceaccount"] = new JsonObject { ["name"] = serviceAccount.Name, ["uid"] = serviceAccount.Uid },
        };
        if (boundTo?.StringAt("kind") is { } kind)
        {
            kubernetes[kind.ToLowerInvariant()] = new JsonObject { ["name"] = boundTo.StringAt("name"), ["uid"] = boundTo.StringAt("uid") };
        }

        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(audience => JsonValue.Create(audience))]),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now,
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = kubernetes,
            ["nbf"] = now,
            ["sub"] = $"system:serviceaccount:{serviceAccount.Namespace}:{serviceAccount.Name}",
        };
        var head = new JsonObject { ["alg"] = "RS256", ["kid"] = KeyId() };
        var signed = $"{Encode(JsonText.ToBytes(head))}.{Encode(JsonText.ToBytes(claims))}";
        var signature = Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>The claims of a token with a valid signature, time and audience, else null.</summary>
    public JsonObject? Verify(string token, IReadOnlyList<string> audiences)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            if (!Key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            {
                return null;
            }

            var claims = JsonText.Parse(Base64Url.DecodeFromChars(parts[1])) as JsonObject;
            return claims is not null && IsCurrent(claims) && Audiences(claims).Intersect(audiences).Any() ? claims : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The audiences of a token.</summary>
    public static IEnumerable<string> Audiences(JsonObject claims) => (claims["aud"] as JsonArray ?? []).Select(audience => audience!.ToString());

    /// <summary>The public key in the form of `/openid/v1/jwks`.</summary>
    public byte[] KeySet()
    {
        var parameters = Key.ExportParameters(false);
        return JsonText.ToBytes(new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["use"] = "sig",
                ["kty"] = "RSA",
                ["kid"] = KeyId(),
                ["alg"] = "RS256",
                ["n"] = Encode(parameters.Modulus!),
                ["e"] = Encode(parameters.Exponent!),
            }),
        });
    }

    public void Dispose() => Key.Dispose();

    private bool IsCurrent(JsonObject claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return claims.IntegerAt("exp") > now
            && claims.IntegerAt("nbf") <= now
            && claims.StringAt("iss") == Issuer;
    }

    private string KeyId() => Encode(SHA256.HashData(Key.ExportSubjectPublicKeyInfo()));

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
