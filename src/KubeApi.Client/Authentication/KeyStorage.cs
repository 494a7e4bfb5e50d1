using System.Security.Cryptography.X509Certificates;

namespace KubeApi.Client.Authentication;

/// <summary>Where the key of a client certificate that was read from text has to live, so that the system's TLS can use it.</summary>
internal static class KeyStorage
{
    /// <summary>
    /// How to import the certificate with its key as PKCS#12; null to use it as it is. Windows' TLS works in another process, which cannot see
    /// a key in our memory: the import without EphemeralKeySet puts it into a key file that goes when the certificate is disposed. macOS wants
    /// it in a (temporary) keychain, and knows no EphemeralKeySet.
    /// </summary>
    public static X509KeyStorageFlags? ImportFlags(bool isWindows, bool isMacOS) => isWindows || isMacOS ? X509KeyStorageFlags.DefaultKeySet : null;
}
