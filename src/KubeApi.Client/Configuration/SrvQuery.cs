using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace KubeApi.Client.Configuration;

/// <summary>Queries DNS for the port of a service, because .NET cannot query SRV records.</summary>
internal static class SrvQuery
{
    // A cluster's DNS responds in milliseconds, and there is a default, so a slow server is not worth the wait.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);

    /// <summary>The port of the first name of the search list that has one; null if none has, or no server responds.</summary>
    public static async Task<int?> FindPortAsync(ResolverConfiguration resolver, string name, CancellationToken cancellationToken)
    {
        foreach (var server in resolver.Servers)
        {
            foreach (var candidate in resolver.Candidates(name))
            {
                try
                {
                    if (await QueryAsync(server, candidate, cancellationToken).ConfigureAwait(false) is { } port)
                    {
                        return port;
                    }
                }
                catch (Exception e) when (e is SocketException or ArgumentException)
                {
                    // Refused, or an invalid name from the search list: try the next one.
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // A server that did not respond once is not queried again.
                    break;
                }
            }
        }

        return null;
    }

    private static async Task<int?> QueryAsync(IPEndPoint server, string name, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_timeout);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected, so only packets of this server are received.
        await socket.ConnectAsync(server, deadline.Token).ConfigureAwait(false);
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        await socket.SendAsync(SrvMessage.Query(id, name), deadline.Token).ConfigureAwait(false);
        var buffer = new byte[4096];
        var length = await socket.ReceiveAsync(buffer, deadline.Token).ConfigureAwait(false);
        return SrvMessage.Port(buffer.AsSpan(0, length), id);
    }
}
