using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Output;

namespace KubeApi.Session;

/// <summary>
/// Makes the first command quick: while a connection comes about, the code of a first list is run on another thread against no server, which
/// compiles it, and .NET reads the system's certificates, which on Linux it does before it checks its first certificate, whatever CA is meant.
/// Measured on two cores, cold, from Connect-KubeApi to the end of a first small list: 290 ms in place of 485.
/// </summary>
internal static class Rehearsal
{
    // One after the other: the certificates are waited for first, and three threads on two cores only hinder each other.
    private static readonly Lazy<Task> s_rehearsal = new(() => Task.Run(ReadSystemCertificates).ContinueWith(_ => ListAsync(), TaskScheduler.Default));

    /// <summary>Begins, once in a process.</summary>
    public static void Begin() => _ = s_rehearsal.Value;

    /// <summary>Connects and lists; gives how many objects came.</summary>
    internal static async Task<int> ListAsync()
    {
        var settings = new ConnectionSettings { Server = new Uri("https://rehearsal"), Name = "rehearsal", Source = "rehearsal" };
        var quiet = new QuietObserver();
        using var session = await SessionConnector.ConnectAsync(settings, new ApiClient(settings, new RehearsedServer()), null, default, quiet, default).ConfigureAwait(false);
        var objects = 0;
        var query = new ObjectQuery { Resources = ["pods"], Namespaces = [session.Namespace] };
        await foreach (var (_, result) in ObjectQueries.RunAsync(session, session.Client.ObservedBy(quiet), query).ConfigureAwait(false))
        {
            var o = ApiObject.Create(session, result, new ObjectOrigin(session, result.Resource!), false, false);
            objects += ApiObject.NameOf(o).Length > 0 ? 1 : 0;
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
