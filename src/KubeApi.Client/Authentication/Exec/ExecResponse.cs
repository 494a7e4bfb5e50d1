using System.Text;
using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>Reads the response of a plugin. Errors never quote it, because it contains a credential.</summary>
internal static class ExecResponse
{
    /// <summary>Reads the credential and its expiry; null if the response has none.</summary>
    /// <exception cref="KubeApiException">The response is not an ExecCredential, has another version, or has no credential.</exception>
    public static (RequestCredential Credential, DateTimeOffset? Expires) Read(ReadOnlyMemory<byte> output, ExecPlugin plugin)
    {
        // .NET's Console writes a byte order mark with UTF-8.
        var root = TryParse(output.Span.StartsWith("\uFEFF"u8) ? output.Span[3..] : output.Span, plugin);
        if (root.Text("kind") != "ExecCredential")
        {
            throw Invalid(
                plugin, "did not write an object of the kind ExecCredential, in JSON or YAML, to its standard output",
                "Run it manually to see its output. Its messages belong on standard error.");
        }

        if (root.Text("apiVersion") != plugin.ApiVersion)
        {
            throw new KubeApiException(
                FailureKind.ExecPluginVersionMismatch,
                $"The plugin '{plugin.Name}' responded with an apiVersion that the kubeconfig does not request ({plugin.ApiVersion}).")
            {
                RecommendedAction = "Update the plugin, or set the apiVersion of the kubeconfig's exec to the version that the plugin supports.",
            };
        }

        var status = root.Child("status");
        if (status.ValueKind != JsonValueKind.Object)
        {
            throw Empty(plugin, "returned an ExecCredential without a status");
        }

        var (token, certificate, key) = (status.Text("token"), status.Text("clientCertificateData"), status.Text("clientKeyData"));
        if (certificate.Length > 0 != key.Length > 0)
        {
            throw Empty(plugin, "returned only one of client certificate and client key");
        }

        if (token.Length == 0 && certificate.Length == 0)
        {
            throw Empty(plugin, "returned neither a token nor a client certificate");
        }

        var client = certificate.Length > 0 ? Certificate(certificate, key, plugin) : null;
        return (
            token.Length > 0 ? RequestCredential.Bearer(token, $"token of the plugin '{plugin.Name}'", client) : new RequestCredential(null, client),
            Expiry(status, plugin));
    }

    private static ClientCertificate Certificate(string certificate, string key, ExecPlugin plugin)
    {
        try
        {
            return ClientCertificate.FromPem(certificate, key, $"the plugin '{plugin.Name}'");
        }
        catch (KubeApiException e)
        {
            throw new KubeApiException(FailureKind.ExecPluginAnswerInvalid, e.Message) { RecommendedAction = e.RecommendedAction };
        }
    }

    private static DateTimeOffset? Expiry(JsonElement status, ExecPlugin plugin)
    {
        if (status.TextOrNull("expirationTimestamp") is not { } text)
        {
            return null;
        }

        var time = UtcTime.Parse(text)
            ?? throw Invalid(plugin, "returned an expirationTimestamp that is not a time", "The form is 2030-01-31T12:00:00Z.");
        // Go's zero time means no expiry.
        return time == default ? null : time;
    }

    private static JsonElement TryParse(ReadOnlySpan<byte> output, ExecPlugin plugin)
    {
        try
        {
            return JsonNodes.ParseElement(output);
        }
        catch (JsonException)
        {
            // No inner exception: the parser quotes its input.
            return TryParseYaml(output, plugin);
        }
    }

    private static JsonElement TryParseYaml(ReadOnlySpan<byte> output, ExecPlugin plugin)
    {
        try
        {
            return plugin.ReadYaml?.Invoke(Encoding.UTF8.GetString(output)) is [var first, ..] ? JsonNodes.ParseElement(first) : default;
        }
        catch (FormatException)
        {
            return default;
        }
    }

    private static KubeApiException Invalid(ExecPlugin plugin, string what, string action) =>
        new(FailureKind.ExecPluginAnswerInvalid, $"The plugin '{plugin.Name}' {what}.") { RecommendedAction = action };

    private static KubeApiException Empty(ExecPlugin plugin, string what) =>
        new(FailureKind.ExecPluginAnswerEmpty, $"The plugin '{plugin.Name}' {what}.")
        {
            RecommendedAction = "A common cause is an expired login: log in again with the plugin's own tool, then connect.",
        };
}
