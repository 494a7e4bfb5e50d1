using System.Security.Cryptography.X509Certificates;

namespace KubeApi.Client.Authentication;

/// <summary>The key storage that the system's TLS needs for the key of a client certificate from PEM.</summary>
internal static class KeyStorage
{
    /// <summary>
    /// The flags to import the certificate and its key as PKCS#12; null for no import. Windows' TLS runs in another process, which has no access to a key in
    /// this process: without EphemeralKeySet, the key goes to a file that is deleted when the certificate is disposed. macOS needs it in a (temporary)
    /// keychain, and does not support EphemeralKeySet.
    /// </summary>
    public static X509KeyStorageFlags? ImportFlags(bool isWindows, bool isMacOS) => isWindows || isMacOS ? X509KeyStorageFlags.DefaultKeySet : null;
}
