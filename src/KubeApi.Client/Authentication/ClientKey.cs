using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Authentication;

/// <summary>Reads the private key of a client certificate. Errors neither quote it nor keep an exception that might.</summary>
internal static class ClientKey
{
    private static readonly string[] s_usable = ["1.2.840.113549.1.1.1", "1.2.840.10045.2.1"]; // RSA, elliptic curve

    /// <summary>Adds the key to a certificate.</summary>
    /// <param name="certificate">The certificate alone.</param>
    /// <param name="pem">The PEM with the key.</param>
    /// <param name="certificateSource">The source of the certificate, for errors.</param>
    /// <param name="keySource">The source of the key, for errors.</param>
    /// <exception cref="KubeApiException">The key is encrypted, malformed, belongs to another certificate, or uses an algorithm that .NET lacks.</exception>
    public static X509Certificate2 AddTo(X509Certificate2 certificate, string pem, string certificateSource, string keySource)
    {
        if (!s_usable.Contains(certificate.GetKeyAlgorithm()))
        {
            throw Invalid(
                $"The client certificate of {certificateSource} uses {NameOf(certificate.PublicKey.Oid)}, an algorithm that .NET lacks for TLS.",
                "Request a certificate with an ECDSA or RSA key.");
        }

        var block = PemBlock.Read(pem).FirstOrDefault(b => b.IsPrivateKey) ?? throw Invalid(
            $"The client key of {keySource} is not PEM: it has no '-----BEGIN … PRIVATE KEY-----' block.", "openssl pkey -inform DER -in KEY -out KEY.pem "
                + "writes a binary key as PEM.");
        if (block.IsEncrypted)
        {
            throw Invalid(
                $"The client key of {keySource} is encrypted, and a kubeconfig has no field for its password.",
                "Decrypt it (openssl pkey -in ENCRYPTED.key -out PLAIN.key) into a file that only you can read.").WithRemedy(Remedy.LoadedCertificate);
        }

        using var key = (block.Data is { } data ? Import(data) : null) ?? throw Invalid(
            $"The client key of {keySource} is damaged, or of an algorithm that .NET lacks for TLS.", "A usable key is RSA or ECDSA, in PKCS#8, PKCS#1 or "
                + "SEC1 form.");
        try
        {
            return key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);
        }
        catch (ArgumentException)
        {
            throw Invalid(
                $"The client key of {keySource} does not match the certificate '{certificate.Subject}' of {certificateSource}.",
                "Compare the public keys: openssl x509 -in CERTIFICATE -noout -pubkey, and openssl pkey -in KEY -pubout.");
        }
    }

    // The label does not matter, as in Go (crypto/tls parsePrivateKey).
    private static AsymmetricAlgorithm? Import(byte[] data) =>
        Try(RSA.Create(), key => key.ImportPkcs8PrivateKey(data, out _))
        ?? Try(RSA.Create(), key => key.ImportRSAPrivateKey(data, out _))
        ?? Try(ECDsa.Create(), key => key.ImportPkcs8PrivateKey(data, out _))
        ?? Try(ECDsa.Create(), key => key.ImportECPrivateKey(data, out _));

    private static AsymmetricAlgorithm? Try<T>(T key, Action<T> import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    // .NET has no names for these.
    private static string NameOf(Oid algorithm) => algorithm.Value switch
    {
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        "1.2.840.113549.1.1.10" => "RSASSA-PSS",
        _ => algorithm.FriendlyName ?? algorithm.Value ?? "an unknown algorithm",
    };
}
