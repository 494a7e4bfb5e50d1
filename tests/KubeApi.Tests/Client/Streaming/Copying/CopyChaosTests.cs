using KubeApi.Client.Errors;
using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>Copies over connections that are cut at random bytes: never a wrong byte under a final name, and never a false success.</summary>
public sealed class CopyChaosTests : IDisposable
{
    private const int Runs = 250;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubeapi-copy-");
    private int _succeeded;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_is_uploaded_completely_or_not_at_all()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var (random, pod, observer, content) = Prepare(seed, 200_000);
            var path = In($"file{seed}");
            await File.WriteAllBytesAsync(path, content);
            var upload = new PodUpload(pod, Options(random), observer, new InstantClock());

            var failure = await AttemptAsync(async () =>
            {
                var plan = await upload.PlanAsync([LocalItem.Find(path)!], "/srv/new", false, default);
                Assert.Single(await upload.RunAsync(plan, default));
            });
            await pod.SettleAsync();

            var arrived = pod.Files.Find("/srv/new");
            AssertEnd(seed, failure, observer, arrived is not null);
            Assert.True(arrived is null || arrived.Content!.ToArray().AsSpan().SequenceEqual(content), $"seed {seed}: wrong bytes");
            AssertNothingIncomplete(seed, pod, observer);
        }

        Assert.InRange(_succeeded, Runs / 10, Runs);
    }

    [Fact]
    public async Task A_file_is_downloaded_completely_or_not_at_all()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var (random, pod, observer, content) = Prepare(seed, 200_000);
            pod.Write("/srv/file", content);
            var path = In($"file{seed}");
            var download = new PodDownload(pod, Options(random), observer, new InstantClock());

            var failure = await AttemptAsync(async () =>
            {
                var found = await download.FindAsync(["/srv/file"], part => new NamePattern(part), default);
                Assert.Single(await download.RunAsync(download.Plan(found, path, false), false, default));
            });

            AssertEnd(seed, failure, observer, File.Exists(path));
            Assert.True(!File.Exists(path) || File.ReadAllBytes(path).AsSpan().SequenceEqual(content), $"seed {seed}: wrong bytes");
            Assert.Equal(File.Exists(path) ? 1 : 0, Directory.GetFileSystemEntries(_folder.FullName).Length);
            File.Delete(path);
        }

        Assert.InRange(_succeeded, Runs / 10, Runs);
    }

    [Fact]
    public async Task A_folder_is_uploaded_completely_or_not_at_all()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var (random, pod, observer, content) = Prepare(seed, 30_000);
            var source = Directory.CreateDirectory(In($"tree{seed}/sub")).Parent!.FullName;
            await File.WriteAllBytesAsync(Path.Combine(source, "a"), content);
            await File.WriteAllBytesAsync(Path.Combine(source, "sub", "b"), content);
            var upload = new PodUpload(pod, Options(random), observer, new InstantClock());

            var failure = await AttemptAsync(async () =>
            {
                var plan = await upload.PlanAsync([LocalItem.Find(source)!], "/srv/tree", false, default);
                Assert.Single(await upload.RunAsync(plan, default));
            });
            await pod.SettleAsync();

            AssertEnd(seed, failure, observer, pod.Files.Find("/srv/tree") is not null);
            foreach (var file in pod.Files.Tree("/srv/tree").Where(f => !f.Value.IsFolder))
            {
                Assert.True(file.Value.Content!.ToArray().AsSpan().SequenceEqual(content), $"seed {seed}: wrong bytes in {file.Key}");
            }

            Assert.True(pod.Files.Tree("/srv/tree").Count is 0 or 4, $"seed {seed}: a part of the folder");
            AssertNothingIncomplete(seed, pod, observer);
        }

        Assert.InRange(_succeeded, Runs / 10, Runs);
    }

    [Fact]
    public async Task A_folder_is_downloaded_completely_or_not_at_all()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var (random, pod, observer, content) = Prepare(seed, 30_000);
            pod.Write("/srv/tree/a", content);
            pod.Write("/srv/tree/sub/b", content);
            var target = In($"tree{seed}");
            var download = new PodDownload(pod, Options(random), observer, new InstantClock());

            var failure = await AttemptAsync(async () =>
            {
                var found = await download.FindAsync(["/srv/tree"], part => new NamePattern(part), default);
                Assert.Single(await download.RunAsync(download.Plan(found, target, false), false, default));
            });

            AssertEnd(seed, failure, observer, Directory.Exists(target));
            var files = Directory.Exists(target) ? Directory.GetFiles(target, "*", SearchOption.AllDirectories) : [];
            Assert.True(files.Length is 0 or 2, $"seed {seed}: a part of the folder");
            Assert.All(files, f => Assert.True(File.ReadAllBytes(f).AsSpan().SequenceEqual(content), $"seed {seed}: wrong bytes in {f}"));
            Assert.Equal(Directory.Exists(target) ? 1 : 0, Directory.GetFileSystemEntries(_folder.FullName).Length);
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }
        }

        Assert.InRange(_succeeded, Runs / 10, Runs);
    }

    // Many connections break: some before the command has started, most within its data, some after it.
    private static (Random Random, FakePod Pod, RecordedCopy Observer, byte[] Content) Prepare(int seed, int largest)
    {
        var random = new Random(seed);
        var content = new byte[random.Next(8) == 0 ? 0 : random.Next(largest)];
        random.NextBytes(content);
        // Some commands run at the same time.
        var cuts = new Random(seed);
        var pod = new FakePod
        {
            NextCut = () =>
            {
                lock (cuts)
                {
                    return cuts.Next(3) > 0 ? long.MaxValue : cuts.Next(4) == 0 ? cuts.Next(200) : cuts.Next((2 * largest) + 1000);
                }
            },
        };
        pod.Files.CreateFolders("/srv");
        return (random, pod, new RecordedCopy(), content);
    }

    private static CopyOptions Options(Random random) => new() { Verifies = random.Next(4) == 0 };

    private static async Task<KubeApiException?> AttemptAsync(Func<Task> copy)
    {
        try
        {
            await copy();
            return null;
        }
        catch (KubeApiException e)
        {
            return e;
        }
    }

    // A failed copy may still have been made: the last response may have been lost.
    private void AssertEnd(int seed, KubeApiException? failure, RecordedCopy observer, bool isThere)
    {
        _succeeded += failure is null ? 1 : 0;
        Assert.True(failure is null or { Failure: FailureKind.StreamBroken }, $"seed {seed}: {failure}");
        Assert.True(failure is not null || isThere, $"seed {seed}: nothing was copied, and no error says so");
        Assert.Empty(observer.Failures);
    }

    private static void AssertNothingIncomplete(int seed, FakePod pod, RecordedCopy observer) =>
        Assert.True(
            pod.Files.Tree("/srv").All(f => !f.Key.Contains(".kubeapi-", StringComparison.Ordinal)) || !observer.Warnings.IsEmpty,
            $"seed {seed}: something incomplete is left");

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
