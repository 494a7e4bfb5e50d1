using System.Management.Automation;
using System.Net;
using System.Security;

namespace KubeApi.Binding;

/// <summary>
/// An argument of -Token: a SecureString (as Get-AzAccessToken and Read-Host -AsSecureString return it), a string, or a script block that returns one. Its
/// ToString never shows the secret.
/// </summary>
public sealed class SecretArgument
{
    private readonly string _text = "";

    /// <summary>Takes a SecureString.</summary>
    public SecretArgument(SecureString secret) => _text = new NetworkCredential("", secret).Password;

    /// <summary>Takes a string.</summary>
    public SecretArgument(string secret)
    {
        _text = secret;
        IsPlainText = true;
    }

    /// <summary>Takes a script block that returns a token.</summary>
    public SecretArgument(ScriptBlock script) => Script = script;

    internal ScriptBlock? Script { get; }

    internal bool IsPlainText { get; }

    internal string Reveal() => _text;

    /// <summary>Whether a command line contains the secret in plain text.</summary>
    internal bool IsContainedIn(string line) => IsPlainText && _text.Length > 0 && line.Contains(_text, StringComparison.Ordinal);

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";
}
