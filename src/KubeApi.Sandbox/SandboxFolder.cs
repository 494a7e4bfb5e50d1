using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Rbac;

namespace KubeApi.Sandbox;

/// <summary>The files that a client connects with, readable only by their owner and deleted at the end.</summary>
internal sealed class SandboxFolder : IDisposable
{
    private readonly bool _isOwn;
    private readonly string? _kubeConfig;
    private readonly List<string> _files = [];
    private readonly FileStream? _lock;

    /// <param name="path">Null for a new temporary folder.</param>
    /// <param name="kubeConfig">Where the kubeconfig is written; null for the folder.</param>
    /// <exception cref="IOException">Another sandbox has the folder, or the kubeconfig is there already.</exception>
    public SandboxFolder(string? path, string? kubeConfig = null)
    {
        _kubeConfig = kubeConfig is null ? null : System.IO.Path.GetFullPath(kubeConfig);
        if (File.Exists(_kubeConfig))
        {
            throw new IOException($"The file '{_kubeConfig}' exists, and the sandbox does not overwrite it.");
        }

        _isOwn = path is null || !Directory.Exists(path);
        Path = System.IO.Path.GetFullPath(
            path ?? System.IO.Path.Combine(System.IO.Path.GetTempPath(), "kubeapi-sandbox-" + System.IO.Path.GetRandomFileName()));
        CreatePrivate(Path);
        _lock = path is null ? null : Lock();
        CreatePrivate(ServiceAccount);
    }

    public string Path { get; }

    public string KubeConfig => _kubeConfig ?? In("kubeconfig");

    public string Authority => In("ca.crt");

    public string ClientCertificate => In("admin.crt");

    public string ClientKey => In("admin.key");

    public string ServiceAccount => In("serviceaccount");

    public void Write(CertificateAuthority authority, AccessTokens access, Uri uri, string serviceAccountToken)
    {
        var (certificate, key) = authority.IssueClient("admin", User.Masters);
        WritePrivate(Authority, authority.Pem);
        WritePrivate(ClientCertificate, certificate);
        WritePrivate(ClientKey, key);
        WritePrivate(In("admin.token"), access.Admin);
        WritePrivate(In("viewer.token"), access.Viewer);
        WritePrivate(System.IO.Path.Combine(ServiceAccount, "token"), serviceAccountToken);
        WritePrivate(System.IO.Path.Combine(ServiceAccount, "ca.crt"), authority.Pem);
        WritePrivate(System.IO.Path.Combine(ServiceAccount, "namespace"), "default");
        // Written last and atomically: when it exists, clients can connect.
        WritePrivate(KubeConfig + ".new", KubeConfigText(authority, access, uri, certificate, key));
        File.Move(KubeConfig + ".new", KubeConfig, overwrite: true);
        _files.Add(KubeConfig);
    }

    public void Dispose()
    {
        // First, because on Windows an open file blocks the deletion of its folder.
        _lock?.Dispose();
        if (_kubeConfig is not null)
        {
            Remove(() => File.Delete(_kubeConfig));
        }

        if (_isOwn)
        {
            Remove(() => Directory.Delete(Path, recursive: true));
            return;
        }

        // An existing folder is kept; only the written files are deleted.
        foreach (var file in _files)
        {
            Remove(() => File.Delete(file));
        }

        Remove(() => Directory.Delete(ServiceAccount));
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    // Held while this sandbox uses the folder; the system releases it if the process crashes.
    private FileStream Lock()
    {
        try
        {
            return new FileStream(In("sandbox.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw new IOException($"The folder '{Path}' is in use by another sandbox. Give each a folder of its own.", exception);
        }
    }

    private void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
        _files.Add(path);
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // The files may be deleted already or in use: not worth an error at the end.
    private static void Remove(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string KubeConfigText(CertificateAuthority authority, AccessTokens access, Uri uri, string certificate, string key) =>
        $"""
        apiVersion: v1
        kind: Config
        current-context: sandbox-admin
        clusters:
        - name: sandbox
          cluster:
            server: {uri.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Base64(authority.Pem)}
        contexts:
        - name: sandbox-admin
          context: {"{cluster: sandbox, user: sandbox-admin}"}
        - name: sandbox-viewer
          context: {"{cluster: sandbox, user: sandbox-viewer}"}
        - name: sandbox-certificate
          context: {"{cluster: sandbox, user: sandbox-certificate}"}
        - name: sandbox-anonymous
          context: {"{cluster: sandbox, user: sandbox-anonymous}"}
        users:
        - name: sandbox-admin
          user:
            token: {access.Admin}
        - name: sandbox-viewer
          user:
            token: {access.Viewer}
        - name: sandbox-certificate
          user:
            client-certificate-data: {Base64(certificate)}
            client-key-data: {Base64(key)}
        - name: sandbox-anonymous
          user: {"{}"}

        """.ReplaceLineEndings("\n");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
