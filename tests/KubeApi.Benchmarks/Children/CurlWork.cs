using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks.Children;

/// <summary>Downloads the same pages with curl, in one process, and discards them: the cost without .NET. Time and CPU are those of its process.</summary>
internal sealed class CurlWork : IWork
{
    private readonly WorkSpec _spec;
    private readonly RawWork _raw;
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-bench-curl-").FullName;
    private readonly string _options;

    public CurlWork(WorkSpec spec)
    {
        (_spec, _raw) = (spec, new RawWork(spec));
        _options = Options();
    }

    public Task<WorkResult> RunAsync() => _raw.RunAsync();

    /// <summary>Runs it once, after a download that collects the continue tokens, which expire after some minutes.</summary>
    /// <exception cref="InvalidOperationException">It failed, or its download differs from that of HttpClient.</exception>
    public async Task<Sample> MeasureAsync()
    {
        var expected = await _raw.RunAsync();
        var cpu = ChildUsage.CpuSeconds;
        var clock = Stopwatch.StartNew();
        using var curl = Process.Start(new ProcessStartInfo("curl", ["--config", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await curl.StandardInput.WriteAsync(_options + string.Concat(_raw.Pages.Select(page => $"url = \"{_raw.Server}{page}\"\noutput = \"/dev/null\"\n")));
        curl.StandardInput.Close();
        var sizes = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        var body = sizes.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(size => long.Parse(size, CultureInfo.InvariantCulture));
        return curl.ExitCode == 0 && Math.Abs(((double)body / expected.Body) - 1) < 0.005
            ? new Sample(seconds, 0, ChildUsage.CpuSeconds - cpu, 0, ChildUsage.Peak, body, body, expected.Items)
            : throw new InvalidOperationException($"curl ended with {curl.ExitCode} and {body} bytes; HttpClient received {expected.Body}.");
    }

    public void Dispose()
    {
        _raw.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Credentials are passed on standard input and in files of this user only; the benchmark skips the certificate check.
    private string Options()
    {
        var settings = Target.Read(_spec.KubeConfig);
        var options = new StringBuilder("""
            silent
            fail
            insecure
            http1.1
            user-agent = "KubeApi"
            write-out = "%{size_download}\n"

            """);
        options.Append(CultureInfo.InvariantCulture, $"header = \"Accept: {_spec.Accept}\"\n");
        if (settings.Credential.GetAsync(null, default).AsTask().GetAwaiter().GetResult().Authorization is { } authorization)
        {
            options.Append(CultureInfo.InvariantCulture, $"header = \"Authorization: {authorization}\"\n");
        }

        if (settings.ClientCertificate?.Current.Certificate is { } certificate)
        {
            var file = Path.Combine(_folder, "client.pem");
            File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + Key(certificate));
            options.Append(CultureInfo.InvariantCulture, $"cert = \"{file}\"\n");
        }

        return options.ToString();
    }

    private static string Key(X509Certificate2 certificate)
    {
        using var key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey();
        return key!.ExportPkcs8PrivateKeyPem();
    }
}
