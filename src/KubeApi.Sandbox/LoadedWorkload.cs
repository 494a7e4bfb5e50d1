using KubeApi.Sandbox.Runtime;

namespace KubeApi.Sandbox;

/// <summary>
/// Generates the differing values of pods: the replicas of a workload share image, environment and owner, so lists compress like those of a real cluster.
/// Deterministic by index.
/// </summary>
internal sealed class LoadedWorkload
{
    public const int Replicas = 3;

    private const int Variables = 2;
    private static readonly DateTimeOffset s_epoch = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_teams = ["payments", "search", "catalog", "identity", "ledger", "media", "orders", "pricing", "reports", "shipping"];
    private static readonly string[] s_parts = ["api", "worker", "frontend", "gateway", "indexer", "scheduler", "cache", "exporter", "consumer", "migrator"];
    private static readonly string[] s_variables =
    [
        "LOG_LEVEL", "DATABASE_URL", "CACHE_HOST", "QUEUE_NAME", "HTTP_PORT", "REGION", "FEATURE_FLAGS", "OTEL_SERVICE_NAME", "METRICS_PATH", "MAX_CONNECTIONS",
        "REQUEST_TIMEOUT", "BUCKET_NAME", "TENANT_ID", "CONFIG_REVISION", "GRPC_TARGET", "KAFKA_BROKERS", "RETRY_LIMIT", "SHARD_COUNT", "BATCH_SIZE",
        "API_BASE_URL",
    ];

    private readonly Random _random;
    private readonly DateTimeOffset _created;
    private readonly byte[][] _shared;

    public LoadedWorkload(int index)
    {
        _random = new Random(index);
        _created = s_epoch.AddSeconds(_random.Next(60 * 24 * 3600));
        var (team, part) = (Pick(s_teams), Pick(s_parts));
        var names = Enumerable.Range(0, Variables).Select(_ => Pick(s_variables)).Distinct().ToList();
        _shared =
        [
            Time(_created),
            Utf8($"{Hex(8)}-{Hex(4)}-4{Hex(3)}-a{Hex(3)}-{Hex(12)}"),
            Utf8($"registry.example/{team}/{part}:{_random.Next(1, 4)}.{_random.Next(30)}.{_random.Next(10)}"),
            Utf8(Hex(64)),
            Utf8(string.Concat(names.Select(name => $$"""{"name":"{{name}}","value":"{{team}}-{{part}}.{{Hex(_random.Next(4, 24))}}"},"""))),
            Utf8(string.Concat(names.Order(StringComparer.Ordinal).Select(name => $$$"""
                "k:{\"name\":\"{{{name}}}\"}":{".":{},"f:name":{},"f:value":{}},
                """))),
        ];
    }

    /// <summary>The values of the next replica, from <see cref="PodValue.PodIP"/> on.</summary>
    public byte[][] NextPod()
    {
        var node = _random.Next(200);
        return
        [
            Utf8($"10.{128 + (node / 100)}.{node % 100}.{_random.Next(2, 250)}"),
            Utf8($"10.0.{node / 100}.{node % 100}"),
            Utf8($"node-{node:d3}"),
            Utf8(Hex(5)),
            Utf8(Hex(64)),
            Time(_created.AddSeconds(_random.Next(3, 90))),
            .. _shared,
        ];
    }

    private static byte[] Time(DateTimeOffset moment) => Utf8(SandboxClock.Timestamp(moment));

    private static byte[] Utf8(FormattableString text) => Utf8(text.ToString(CultureInfo.InvariantCulture));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private string Pick(string[] words) => words[_random.Next(words.Length)];

    private string Hex(int length) => _random.GetHexString(length, lowercase: true);
}
