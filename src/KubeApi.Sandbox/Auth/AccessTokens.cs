using System.Security.Cryptography;

namespace KubeApi.Sandbox.Auth;

/// <summary>The bearer tokens of the two users, new with each start.</summary>
internal sealed class AccessTokens
{
    /// <summary>The token of the user admin, which has all permissions.</summary>
    public string Admin { get; } = "sandbox-admin-" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The token of the user viewer, which has only granted permissions.</summary>
    public string Viewer { get; } = "sandbox-viewer-" + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
