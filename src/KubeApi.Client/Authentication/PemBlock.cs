using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace KubeApi.Client.Authentication;

/// <summary>A block of a PEM file (RFC 7468, and the headers of RFC 1421).</summary>
/// <param name="Label">The label of its first line, such as <c>CERTIFICATE</c>.</param>
/// <param name="Data">The bytes; null if they are malformed, empty or unterminated.</param>
/// <param name="IsEncrypted">Whether a password is needed to read the bytes.</param>
internal sealed partial record PemBlock(string Label, byte[]? Data, bool IsEncrypted)
{
    /// <summary>Whether the label is that of a certificate.</summary>
    public bool IsCertificate => Label == "CERTIFICATE";

    /// <summary>Whether the label is that of a private key of any form.</summary>
    public bool IsPrivateKey => Label == "PRIVATE KEY" || Label.EndsWith(" PRIVATE KEY", StringComparison.Ordinal);

    /// <summary>The blocks in their order, including malformed ones.</summary>
    public static IEnumerable<PemBlock> Read(string text) => Block().Matches(text).Select(From);

    /// <summary>The certificate; null if the bytes are not one.</summary>
    public X509Certificate2? ToCertificate()
    {
        try
        {
            return Data is null ? null : new X509Certificate2(Data);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // The generated ToString would print the bytes, which may be a key.
    public override string ToString() => Label;

    private static PemBlock From(Match block)
    {
        var (label, body) = (block.Groups["label"].Value, block.Groups["body"].Value);
        var isEncrypted = label == "ENCRYPTED PRIVATE KEY" || body.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);
        return new PemBlock(label, block.Groups["end"].Success ? Decode(Header().Replace(body, "")) : null, isEncrypted);
    }

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    // An unterminated block ends at the next one.
    [GeneratedRegex(@"-----BEGIN (?<label>[^\r\n]*?)-----(?<body>.*?)(?:(?<end>-----END \k<label>-----)|(?=-----BEGIN )|\z)", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[^:\r\n]+:[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex Header();
}
