using System.Text.Json;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Access;

/// <summary>Reads the identity and the permissions of a user from a server.</summary>
public static class AccessReader
{
    /// <summary>Reads the user as the server identifies it.</summary>
    /// <exception cref="KubeApiException">The user is anonymous, which the server refuses, or the server is older than 1.28.</exception>
    public static async Task<UserIdentity> ReadIdentityAsync(ApiClient client, Impersonation? impersonation, CancellationToken cancellationToken)
    {
        var request = AccessRequests.Identity(impersonation);
        var user = (await SendAsync(client, request, cancellationToken).ConfigureAwait(false)).Child("userInfo");
        var extra = user.Child("extra") is { ValueKind: JsonValueKind.Object } fields
            ? fields.EnumerateObject().DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => user.Child("extra").Texts(f.Name)) : [];
        return new UserIdentity(user.Text("username"), user.Text("uid"), user.Texts("groups"), extra);
    }

    /// <summary>Requests the server's decision about one permission.</summary>
    /// <exception cref="KubeApiException">The request failed.</exception>
    public static async Task<AccessDecision> CheckAsync(
        ApiClient client, AccessAttributes attributes, Impersonation? impersonation, CancellationToken cancellationToken)
    {
        var request = AccessRequests.Access(attributes, impersonation);
        var status = await SendAsync(client, request, cancellationToken).ConfigureAwait(false);
        var reason = status.Text("reason").Length > 0 ? status.Text("reason") : status.Text("evaluationError");
        return new AccessDecision(status.IsTrue("allowed"), TerminalText.Clean(reason));
    }

    /// <summary>Lists the user's permissions in a namespace.</summary>
    /// <exception cref="KubeApiException">The request failed.</exception>
    public static async Task<RuleList> ReadRulesAsync(
        ApiClient client, string @namespace, Impersonation? impersonation, CancellationToken cancellationToken)
    {
        var request = AccessRequests.Rules(@namespace, impersonation);
        return RuleList.Of(await SendAsync(client, request, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Creates a token of a service account.</summary>
    /// <returns>The token, and its expiry; null if the response has none.</returns>
    /// <exception cref="KubeApiException">The service account does not exist, or the server refuses.</exception>
    public static async Task<(string Token, DateTimeOffset? Expires)> CreateTokenAsync(
        ApiClient client, string @namespace, string serviceAccount, TimeSpan? duration, IReadOnlyList<string> audiences, CancellationToken cancellationToken)
    {
        var request = AccessRequests.Token(@namespace, serviceAccount, duration, audiences);
        var status = await SendAsync(client, request, cancellationToken).ConfigureAwait(false);
        var token = status.TextOrNull("token") ?? throw new KubeApiException(FailureKind.InvalidAnswer, "The response has no token.");
        return (token, UtcTime.Parse(status.Text("expirationTimestamp")));
    }

    // The status of the created review or request.
    private static async Task<JsonElement> SendAsync(ApiClient client, ApiRequest request, CancellationToken cancellationToken)
    {
        var status = (await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false)).Child("status");
        return status.ValueKind == JsonValueKind.Object
            ? status
            : throw new KubeApiException(FailureKind.InvalidAnswer, $"The response to '{request.PathAndQuery}' has no status.");
    }
}
