using System.Net;
using System.Net.Sockets;
using System.Text;
using KubeApi.Client.Configuration;

namespace KubeApi.Tests.Client;

/// <summary>The port of a service from DNS: encoded messages, and one real server.</summary>
public sealed class SrvTests
{
    private const string Name = "_https._tcp.kubernetes.default.svc";

    [Fact]
    public void A_query_is_encoded() => Assert.Equal(
        "12340100000100000000000006" + Hex("_https") + "04" + Hex("_tcp") + "03" + Hex("svc") + "00" + "0021" + "0001",
        Convert.ToHexString(SrvMessage.Query(0x1234, "_https._tcp.svc")).ToLowerInvariant());

    [Theory]
    [InlineData("a..b")]
    [InlineData("")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void An_invalid_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => SrvMessage.Query(1, name));

    // Header (id, flags, counts), question, answers: name (a pointer), type, class, lifetime, length, priority, weight, port, target.
    private const string Question = "0161" + "00" + "0021" + "0001";
    private const string Record6443 = "c00c" + "0021" + "0001" + "0000001e" + "0009" + "0000" + "0064" + "192b" + "0161" + "00";
    private const string Record443Later = "c00c" + "0021" + "0001" + "0000001e" + "0009" + "0005" + "0064" + "01bb" + "0161" + "00";
    private const string Alias = "0161" + "00" + "0005" + "0001" + "0000001e" + "0002" + "c00c";

    [Theory]
    [InlineData("0007" + "8180" + "0001" + "0001" + "0000" + "0000" + Question + Record6443, 6443)]
    [InlineData("0007" + "8580" + "0001" + "0002" + "0000" + "0000" + Question + Record443Later + Record6443, 6443)]
    [InlineData("0007" + "8180" + "0001" + "0002" + "0000" + "0000" + Question + Alias + Record443Later, 443)]
    [InlineData("0007" + "8180" + "0000" + "0001" + "0000" + "0000" + Record6443, 6443)]
    [InlineData("0008" + "8180" + "0001" + "0001" + "0000" + "0000" + Question + Record6443, null)] // another query's
    [InlineData("0007" + "0100" + "0001" + "0001" + "0000" + "0000" + Question + Record6443, null)] // a query
    [InlineData("0007" + "8183" + "0001" + "0000" + "0000" + "0000" + Question, null)] // no such name
    [InlineData("0007" + "8180" + "0001" + "0000" + "0000" + "0000" + Question, null)] // no record
    [InlineData("0007" + "8180" + "0001" + "0001" + "0000" + "0000" + Question + Alias, null)]
    [InlineData("0007" + "8180" + "0001" + "0001" + "0000" + "0000" + Question + "c00c" + "0021" + "0001" + "0000001e" + "00ff" + "0000", null)] // cut off
    [InlineData("0007" + "8180" + "ffff" + "ffff" + "0000" + "0000" + Question, null)]
    [InlineData("0007" + "8180" + "0001" + "0001" + "0000" + "0000" + "ff", null)]
    [InlineData("0007" + "8180" + "0001" + "0001" + "0000" + "0000" + "3f", null)]
    [InlineData("0007", null)]
    [InlineData("", null)]
    public void The_port_is_decoded(string response, int? port) => Assert.Equal(port, SrvMessage.Port(Convert.FromHexString(response), 7));

    [Fact]
    public void Malformed_responses_never_throw()
    {
        var random = new Random(1);
        var whole = Convert.FromHexString("0007" + "8180" + "0001" + "0001" + "0000" + "0000" + Question + Record6443);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = whole.AsSpan(0, random.Next(whole.Length + 1)).ToArray();
            for (var change = random.Next(4); change > 0 && bytes.Length > 4; change--)
            {
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(SrvMessage.Port(bytes, 7) ?? 1, 1, 65535);
        }
    }

    [Fact]
    public void Servers_and_search_domains_come_from_resolv_conf()
    {
        var resolver = ResolverConfiguration.Parse(
            "# comment\nnameserver 10.96.0.10\r\nnameserver fd00::a\nnameserver nonsense\ndomain old\nsearch shop.svc.cluster.local "
                + "svc.cluster.local\tcluster.local.\noptions ndots:5\n");

        Assert.Equal(["10.96.0.10:53", "[fd00::a]:53"], resolver.Servers.Select(s => s.ToString()));
        Assert.Equal([$"{Name}.shop.svc.cluster.local", $"{Name}.svc.cluster.local", $"{Name}.cluster.local", Name], resolver.Candidates(Name));
        Assert.Empty(ResolverConfiguration.Read("/absent").Servers);
    }

    [Fact]
    public async Task The_search_domains_are_tried_in_order()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        List<string> asked = [];
        var serving = Task.Run(async () =>
        {
            while (asked.Count < 2)
            {
                var query = await server.ReceiveAsync();
                asked.Add(NameOf(query.Buffer));
                var isThere = asked[^1].EndsWith(".cluster.local", StringComparison.Ordinal);
                byte[] head = [query.Buffer[0], query.Buffer[1], 0x81, (byte)(isThere ? 0x80 : 0x83), 0, 1, 0, (byte)(isThere ? 1 : 0), 0, 0, 0, 0];
                byte[] response = [.. head, .. query.Buffer[12..], .. isThere ? Convert.FromHexString(Record6443) : []];
                await server.SendAsync(response, query.RemoteEndPoint);
            }
        });
        var resolver = new ResolverConfiguration([(IPEndPoint)server.Client.LocalEndPoint!], ["svc", "cluster.local"]);

        var settings = await ServicePort.ApplyAsync(Settings(), resolver, default);
        await serving;

        Assert.Equal("https://kubernetes.default.svc:6443/", settings.Server.AbsoluteUri);
        Assert.Equal([$"{Name}.svc", $"{Name}.cluster.local"], asked);
    }

    [Fact]
    public async Task The_port_is_443_without_a_DNS_response()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var resolver = new ResolverConfiguration([new IPEndPoint(IPAddress.Loopback, 1), (IPEndPoint)silent.Client.LocalEndPoint!], []);

        Assert.Equal("https://kubernetes.default.svc/", (await ServicePort.ApplyAsync(Settings(), resolver, default)).Server.AbsoluteUri);
        Assert.Equal(
            "https://kubernetes.default.svc/", (await ServicePort.ApplyAsync(Settings(), new ResolverConfiguration([], []), default)).Server.AbsoluteUri);
    }

    private static ConnectionSettings Settings() => new() { Server = new Uri("https://kubernetes.default.svc"), Name = "n", Source = "s", PortService = Name };

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text)).ToLowerInvariant();

    private static string NameOf(byte[] query)
    {
        var labels = new List<string>();
        for (var position = 12; query[position] > 0; position += query[position] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(query, position + 1, query[position]));
        }

        return string.Join('.', labels);
    }
}
