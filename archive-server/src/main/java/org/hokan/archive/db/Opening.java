package org.hokan.archive.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.boot.registry.BootstrapServiceRegistryBuilder;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.bytecode.internal.none.BytecodeProviderImpl;
import org.hibernate.bytecode.spi.BytecodeProvider;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.query.sqm.mutation.internal.temptable.GlobalTemporaryTableStrategy;

/** The steps of opening a database; kept short, for they are the biggest part of a node's start. */
final class Opening {
  private static final String COMMON_MIGRATIONS = "schema/common";
  private static final int BATCH_SIZE = 500;
  private static final long CONNECTION_TIMEOUT_MILLIS = 30_000;

  private Opening() {}

  static HikariDataSource pool(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    return new HikariDataSource(config);
  }

  /**
   * Brings the schema up to date.
   *
   * @throws DamagedDatabaseException when what was applied is not what was released
   */
  static void migrate(DataSource pool, DatabaseKind kind) {
    ClassLoader loader = Opening.class.getClassLoader();
    List<String> locations = new ArrayList<>();
    for (String folder : List.of(COMMON_MIGRATIONS, kind.migrations())) {
      if (loader.getResource(folder) != null) {
        locations.add("classpath:" + folder);
      }
    }
    Flyway flyway =
        Flyway.configure(loader)
            .dataSource(pool)
            .locations(locations.toArray(String[]::new))
            .loggers("slf4j")
            // Numbers begin with their room: a later release's can be lower than those applied.
            .outOfOrder(true)
            .load();
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw new DamagedDatabaseException(
          "database: its list of migrations: not as they were released (expected: the same, for a released one never changes): "
              + e.getMessage(),
          e);
    }
  }

  static SessionFactory sessions(DataSource pool, DatabaseKind kind, List<Class<?>> entities) {
    StandardServiceRegistry registry =
        new StandardServiceRegistryBuilder(new BootstrapServiceRegistryBuilder().build())
            .applySettings(properties(pool))
            .applySettings(version(pool, kind))
            // Entities have no lazy references: nothing to enhance, half a second less to start.
            .addService(BytecodeProvider.class, new BytecodeProviderImpl())
            .build();
    try {
      MetadataSources sources = new MetadataSources(registry);
      entities.forEach(sources::addAnnotatedClass);
      return sources.buildMetadata().buildSessionFactory();
    } catch (RuntimeException e) {
      StandardServiceRegistryBuilder.destroy(registry);
      throw e;
    }
  }

  private static Map<String, Object> properties(DataSource pool) {
    return Map.ofEntries(
        Map.entry(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool),
        Map.entry(AvailableSettings.ALLOW_METADATA_ON_BOOT, false),
        Map.entry(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, true),
        Map.entry(
            AvailableSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl()),
        // Nothing here changes rows of several tables by one statement; and made beside a
        // migration, these tables stand in the way of its ALTER TABLE for good (H2 waits for H2).
        Map.entry(GlobalTemporaryTableStrategy.CREATE_ID_TABLES, false),
        Map.entry(AvailableSettings.JAKARTA_VALIDATION_MODE, "none"),
        Map.entry(AvailableSettings.XML_MAPPING_ENABLED, false),
        Map.entry(AvailableSettings.USE_SECOND_LEVEL_CACHE, false),
        Map.entry(AvailableSettings.USE_QUERY_CACHE, false),
        Map.entry(AvailableSettings.QUERY_STARTUP_CHECKING, false),
        // Lists of few different lengths, so that statements are found prepared.
        Map.entry(AvailableSettings.IN_CLAUSE_PARAMETER_PADDING, true),
        Map.entry(AvailableSettings.STATEMENT_BATCH_SIZE, BATCH_SIZE),
        // The databases' messages hold values of rows; DatabaseException says what may be said.
        Map.entry(AvailableSettings.LOG_JDBC_ERRORS, false),
        Map.entry(AvailableSettings.LOG_JDBC_WARNINGS, false),
        Map.entry(AvailableSettings.GENERATE_STATISTICS, false),
        Map.entry(AvailableSettings.JDBC_TIME_ZONE, "UTC"));
  }

  /** Said here, so that Hibernate need not ask for all of the driver's metadata. */
  private static Map<String, Object> version(DataSource pool, DatabaseKind kind) {
    try (Connection connection = pool.getConnection()) {
      DatabaseMetaData data = connection.getMetaData();
      return Map.of(
          AvailableSettings.JAKARTA_HBM2DDL_DB_NAME, kind.productName(),
          AvailableSettings.JAKARTA_HBM2DDL_DB_MAJOR_VERSION, data.getDatabaseMajorVersion(),
          AvailableSettings.JAKARTA_HBM2DDL_DB_MINOR_VERSION, data.getDatabaseMinorVersion());
    } catch (SQLException e) {
      throw new IllegalStateException("database: cannot be asked for its version", e);
    }
  }
}
