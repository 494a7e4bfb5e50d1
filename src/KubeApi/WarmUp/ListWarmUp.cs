using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.WarmUp;

/// <summary>
/// Speeds up the first command. While a connection is opened, another thread lists from a simulated server, so that the code is compiled, and reads the
/// system's certificates, which .NET needs on Linux before it can verify a certificate. Measured on two cores, cold, from Connect-KubeApi to the end of a
/// first small list: 290 ms instead of 485.
/// </summary>
internal static class ListWarmUp
{
    // In sequence: the connection needs the certificates first, and three threads on two cores slow each other down.
    private static readonly Lazy<Task> s_warmUp = new(() => Task.Run(ReadSystemCertificates).ContinueWith(_ => ListAsync(), TaskScheduler.Default));

    /// <summary>Starts the warm-up, once per process.</summary>
    public static void Begin() => _ = s_warmUp.Value;

    /// <summary>Connects and lists; returns the number of objects.</summary>
    internal static async Task<int> ListAsync()
    {
        var settings = new ConnectionSettings { Server = new Uri("https://warm-up"), Name = "warm-up", Source = "warm-up" };
        var quiet = new QuietObserver();
        using var session = await SessionConnector.ConnectAsync(
            settings, new ApiClient(settings, new WarmUpServer()), null, default, quiet, default).ConfigureAwait(false);
        var objects = 0;
        var query = new ObjectQuery
        {
            Resources = [("pods", null)],
            Namespaces = [session.Namespace],
            Options = new ListOptions { Representation = Representation.Table },
        };
        await foreach (var (_, result) in ObjectQueries.RunAsync(session, session.Client.ObservedBy(quiet), query).ConfigureAwait(false))
        {
            var o = ApiObject.Create(session, result, new ObjectOrigin(session, result.Resource!), false);
            // This thread has no runspace, in which the view would be defined.
            var shown = (PSObject)new ObjectViews().Present(o, default)!;
            objects += TableCell.Text(shown, 0, "Name").Length > 0 && TableCell.Age(shown, "Age").Length > 0 ? 1 : 0;
        }

        return objects;
    }

    private static void ReadSystemCertificates()
    {
        if (OperatingSystem.IsLinux())
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            _ = store.Certificates.Count;
        }
    }
}
