-- Whether a case is a village's or a community's: the published number counts villages.
ALTER TABLE "rectification" ADD COLUMN "domain" TEXT;
