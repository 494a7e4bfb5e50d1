using System.Net;

namespace KubeApi.Client.Configuration;

/// <summary>The DNS servers and the search list of a resolv.conf.</summary>
internal sealed record ResolverConfiguration(IReadOnlyList<IPEndPoint> Servers, IReadOnlyList<string> Search)
{
    public const string DefaultFile = "/etc/resolv.conf";

    private const int DnsPort = 53;

    /// <summary>Reads a file; if it is missing or unreadable, there are no servers.</summary>
    public static ResolverConfiguration Read(string path = DefaultFile)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ResolverConfiguration([], []);
        }
    }

    public static ResolverConfiguration Parse(string text)
    {
        List<IPEndPoint> servers = [];
        string[] search = [];
        foreach (var line in text.Split('\n'))
        {
            switch (line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            {
                case ["nameserver", var server, ..] when IPAddress.TryParse(server, out var address):
                    servers.Add(new IPEndPoint(address, DnsPort));
                    break;
                // The last of both directives counts.
                case ["search" or "domain", .. var domains]:
                    search = [.. domains.Select(d => d.TrimEnd('.')).Where(d => d.Length > 0)];
                    break;
            }
        }

        return new ResolverConfiguration(servers, search);
    }

    /// <summary>The full names to query, in order: with each suffix of the search list, and unchanged.</summary>
    public IEnumerable<string> Candidates(string name) => Search.Select(s => $"{name}.{s}").Append(name);
}
