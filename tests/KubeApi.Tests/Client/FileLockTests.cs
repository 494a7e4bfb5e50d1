using KubeApi.Client.Configuration;

namespace KubeApi.Tests.Client;

public sealed class FileLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-lock-");

    private string Config => Path.Combine(_folder.FullName, "config");

    [Fact]
    public async Task Only_one_holds_the_lock_at_a_time()
    {
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using var taken = await FileLock.TakeAsync(Config, TimeSpan.FromMinutes(5), CancellationToken.None);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        })));

        Assert.Equal(1, most);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task The_error_of_a_lock_that_is_never_released_names_it()
    {
        File.WriteAllText($"{Config}.lock", "");

        var e = await Assert.ThrowsAsync<IOException>(() => FileLock.TakeAsync(Config, TimeSpan.Zero, CancellationToken.None));

        Assert.Contains($"'{Config}.lock' exists", e.Message, StringComparison.Ordinal);
        Assert.True(File.Exists($"{Config}.lock"));
    }

    [Fact]
    public async Task A_missing_folder_fails_at_once() => await Assert.ThrowsAsync<DirectoryNotFoundException>(
        () => FileLock.TakeAsync(Path.Combine(_folder.FullName, "none", "config"), TimeSpan.FromMinutes(5), CancellationToken.None));

    public void Dispose() => _folder.Delete(recursive: true);
}
