using System.Text;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>
/// Reads text files in the encodings of editors and shells: UTF-8 with or without a byte order mark, UTF-16 with one (as Windows PowerShell's <c>&gt;</c>
/// writes).
/// </summary>
public static class TextFile
{
    /// <summary>Reads the whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">The kind of file, for the message: <c>kubeconfig file</c>.</param>
    /// <exception cref="KubeApiException">The file is missing or cannot be read.</exception>
    public static string Read(string path, string what)
    {
        try
        {
            // Without the identifier, a byte order mark would select .NET's lenient UTF-8.
            var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
            using var reader = new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The {what} '{path}' does not exist.", e);
        }
        catch (DecoderFallbackException)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The {what} '{path}' is neither UTF-8 nor UTF-16 with a byte order mark.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The {what} '{path}' cannot be read: {FileFault.Describe(path, e)}", e);
        }
    }
}
