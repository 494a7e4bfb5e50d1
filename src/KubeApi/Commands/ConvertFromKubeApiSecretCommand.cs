using System.Collections.Specialized;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Decodes the values of Secrets.</summary>
[Cmdlet(VerbsData.ConvertFrom, "KubeApiSecret")]
[OutputType(typeof(OrderedDictionary))]
public sealed class ConvertFromKubeApiSecretCommand : KubeApiCmdlet
{
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Secrets: objects from Get-KubeApiObject and Import-KubeApiManifest, hashtables, or YAML.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>Return strings, or bytes for binary values, instead of SecureStrings.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var manifest in new ManifestCollector(Pipeline).Read(InputObject))
        {
            if (manifest is { Kind: "Secret", ApiVersion: "v1" })
            {
                Pipeline.Attempt(manifest.ToString(), null, () => WriteObject(Decode(manifest)), manifest.Place);
            }
            else
            {
                WriteError(ErrorRecords.NotASecret(manifest.ToString()));
            }
        }
    }

    // Keys may differ only in case.
    private OrderedDictionary Decode(Manifest secret)
    {
        var values = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var (key, value) in secret.Body["data"] as JsonObject ?? [])
        {
            if (ToValue(secret, key, Decode(secret, key, value)) is { } decoded)
            {
                values[key] = decoded;
            }
        }

        // A manifest may still have stringData, which overrides data.
        foreach (var (key, value) in secret.Body["stringData"] as JsonObject ?? [])
        {
            values[key] = ToValue(secret, key, Encoding.UTF8.GetBytes(value?.ToString() ?? ""));
        }

        return values;
    }

    private static byte[] Decode(Manifest secret, string key, JsonNode? value)
    {
        try
        {
            return Convert.FromBase64String(value?.ToString() ?? "");
        }
        catch (FormatException)
        {
            throw new FormatException($"The value of '{key}' in {secret} is not base64. In a manifest, plain text belongs under stringData.");
        }
    }

    private object? ToValue(Manifest secret, string key, byte[] bytes)
    {
        string text;
        try
        {
            text = s_utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            if (!AsPlainText)
            {
                WriteWarning($"The value of '{key}' in {secret} is binary, which a SecureString cannot hold. To get its bytes: -AsPlainText.");
            }

            return AsPlainText ? bytes : null;
        }

        return AsPlainText ? text : SecureText.Of(text);
    }
}
