using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace KubeApi.Client.Configuration;

/// <summary>Asks DNS for the port of a service: .NET has no way to ask for an SRV record.</summary>
internal static class SrvQuery
{
    // A cluster's DNS answers in milliseconds; one that does not is not worth waiting for, because there is a default.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>The port of the first name of the search list that has one; null if none has, or nobody answers.</summary>
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
                    // Refused, or a search list that makes no name: the next one may do better.
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // A server that is silent once is asked no second time.
                    break;
                }
            }
        }

        return null;
    }

    private static async Task<int?> QueryAsync(IPEndPoint server, string name, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(s_patience);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Connected, so that only this server is heard.
        await socket.ConnectAsync(server, deadline.Token).ConfigureAwait(false);
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        await socket.SendAsync(SrvMessage.Query(id, name), deadline.Token).ConfigureAwait(false);
        var buffer = new byte[4096];
        var length = await socket.ReceiveAsync(buffer, deadline.Token).ConfigureAwait(false);
        return SrvMessage.Port(buffer.AsSpan(0, length), id);
    }
}
