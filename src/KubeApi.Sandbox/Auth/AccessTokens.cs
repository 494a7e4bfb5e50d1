using System.Security.Cryptography;

namespace KubeApi.Sandbox.Auth;

/// <summary>The bearer tokens of the two users, new with each start.</summary>
internal sealed class AccessTokens
{
    /// <summary>That of the user admin, who has all rights.</summary>
    public string Admin { get; } = "sandbox-admin-" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>That of the user viewer, who has only granted rights.</summary>
    public string Viewer { get; } = "sandbox-viewer-" + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
