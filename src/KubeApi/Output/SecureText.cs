using System.Security;

namespace KubeApi.Output;

/// <summary>Makes SecureStrings, which do not appear on the screen or in a transcript by accident.</summary>
internal static class SecureText
{
    /// <summary>The read-only SecureString of a string.</summary>
    public static SecureString Of(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
        {
            secure.AppendChar(c);
        }

        secure.MakeReadOnly();
        return secure;
    }
}
